title: The owner of everything closes a first door, and it is proven
start: home
house: 192.168.77.1 192.168.77.23 192.168.77.22 192.168.77.41

choose home
choose no
answer anyone-minds no, computer mine, router mine
expect page before
choose level:look
type This is my home, or the person whose home it is asked me to look.
expect page looking
choose show
expect page devices
choose device:* ~ IPC-NT
choose ways
expect page ways-in
choose finding:*/remote-shell-open/*
expect page way-in
expect words What it can mean
expect words You can stop here
expect offered nothing
choose step
expect page still-right
choose yes
expect page step
expect words Could the other person notice?
expect words What proof would this wipe?
expect words Can it be undone?
expect words What stops working?
choose walk
choose next
choose stop
choose finding:*/remote-shell-open/*
choose step
expect words Go on where you stopped: 2 of
in the app: close-telnet at 192.168.77.23
choose done
expect page recheck
expect words Closed, checked at
expect words Look again: tomorrow
choose on
expect page ways-in
expect words Closed, checked at
expect not offered finding:*/remote-shell-open/*
choose nothing
back
choose done
expect page done
expect words A remote command door is open on this device. Closed, checked at
