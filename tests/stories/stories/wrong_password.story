title: A wrong password is tried once
start: home
house: 192.168.77.1 192.168.77.21

choose home
choose no
answer anyone-minds no, computer mine, router mine
choose level:look
type This is my home, or the person whose home it is asked me to look.
choose show
choose device:* ~ camera
expect offered sign-in
choose sign-in
expect page before-sign-in
expect words We sign in only to a device that you know
choose known
expect page before-sign-in
expect words It is tried once
expect words Could the other person notice?
type admin
expect page type-password
expect words It is tried once
type not-the-right-one
expect page signed-in
expect words The device did not accept the password
expect words We tried once and stopped
expect no words not-the-right-one
expect offered unknown
expect logins 1, refused 1 at 192.168.77.21
choose on
expect page device
choose again
expect page recheck
expect words no password was tried
expect logins 1, refused 1 at 192.168.77.21
choose on
expect page device
expect offered sign-in
