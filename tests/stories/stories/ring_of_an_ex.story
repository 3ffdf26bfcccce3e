title: A Ring doorbell that an ex owns
start: home
house: 192.168.77.1 192.168.77.34

choose home
choose no
answer anyone-minds no, computer mine, router mine
expect page before
choose level:look
type This is my home, or the person whose home it is asked me to look.
choose show
choose device:* ~ doorbell
choose ways
expect words Nothing on it can be asked from here
choose first
expect page asking
choose answer:Not all of it
choose answer:I know whose it is
expect words Whose account is it tied to?
choose answer:Someone else
choose stop
expect page ways-in
expect words This device is tied to an account that you do not hold
choose finding:*/owner-account-not-mine/*
expect page way-in
expect words Do not sign in to an account of someone else
expect words the holder will see that
choose step
expect page not-your-account
expect words Leave it as it is, and write down what it does
expect words The maker then tells the person who holds it now
expect words Signing in to the account of someone else is not among them
choose step
expect page step
expect words Ring mails the owner
expect words Keep out of the owner's Ring account
expect no words sign in to their account
choose done
expect page asking
expect words Someone else
choose stop
choose nothing
expect page device
expect offered not-yours
