title: Living with the other person: a look, and proof, and no change
start: home
house: 192.168.77.1 192.168.77.23

choose home
choose no
answer anyone-minds yes, danger no, computer mine, home mine, living yes, noticed yes, router mine, phone no, phone-code no, photos no, children no, court no, lost-access angry
choose Wales
expect page check-answers
choose on
expect words Live Fear Free
expect words Steps that change a device or an account
expect words make a plan first, and change nothing yet
choose on
choose level:look
type This is my home, or the person whose home it is asked me to look.
choose show
choose device:* ~ Xiongmai
choose ways
expect page ways-in
expect offered nothing
choose finding:*/remote-shell-open/*
choose step
expect page changes-wait
expect words Changes can wait
expect not offered pretend*
expect offered save-proof
choose plan
expect page make-a-plan
back
choose save-proof
expect page keep-proof
expect words Nothing is changed here
choose guide
expect page step
expect words Could the other person notice?
choose walk
choose stop
choose plan
expect page plan
expect words Waits: your answers say that changes can wait
choose make-plan
back
back
back
back
choose done
expect page done
expect words A remote command door is open on this device
