title: A recorder that lists an account nobody knows
start: home
house: 192.168.77.1 192.168.77.60

choose home
choose no
answer anyone-minds no, computer mine, router mine
choose level:look
type This is my home, or the person whose home it is asked me to look.
choose show
choose device:* ~ recorder
choose own
choose answer:Yes, all of it
choose stop
choose sign-in
type admin
type three-words-of-their-own
expect page signed-in
expect words 2 accounts
choose whose
expect page whose
expect words admin
choose mine
expect words visitor
choose unknown
choose ways
expect page ways-in
choose finding:*/unknown-account/* ~ visitor
expect page way-in
expect words A recorder or another program in the home uses it to fetch the video
expect words Whoever uses it will notice when it stops working
choose proof
expect page keep-proof
choose guide
answer phone no, phone-code no, photos no
expect page step
expect words Keep proof
choose done
expect page keep-proof
choose have
expect page way-in
choose step
expect page more-questions
choose on
answer danger no, home mine, living no, children no, court no, lost-access nothing
choose England
expect page check-answers
choose on
expect page step-again
choose on
expect page step
expect words You have proof of how it was
expect words National Domestic Abuse Helpline
in the app: remove-account at 192.168.77.60
choose done
expect page recheck
expect words Closed, checked at
expect words Your own password was used once more
choose on
