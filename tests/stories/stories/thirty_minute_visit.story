title: A helper comes for thirty minutes, in the order of the sheet
start: home
house: 192.168.77.1 192.168.77.23

part ask
choose home
choose no
answer anyone-minds yes, danger no, computer mine, home mine, living no, router mine, phone no, phone-code no, photos no, children no, court no, lost-access nothing
choose England
expect page check-answers
choose on
expect page what-is-open
choose on
choose level:look
type This is my home, or the person whose home it is asked me to look.

part look
choose show
choose device:* ~ Xiongmai
choose ways
choose access
expect page step
choose done
expect page ways-in

part one device
choose finding:*/remote-shell-open/*
choose proof
expect page keep-proof
choose have
expect page way-in
choose step
expect page still-right
choose yes
expect page step
choose walk
choose next
choose next
in the app: close-telnet at 192.168.77.23
choose next
expect page recheck
expect words Closed, checked at

part write down
choose done
expect page done
choose summary
expect page summary
