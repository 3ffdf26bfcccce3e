title: Stopped half way, and returned
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
choose yes
expect page step
choose walk
expect page walk
expect words Step 1 of
choose next
expect words Step 2 of
choose stop
choose nothing
back
expect page devices
choose done
expect page done
expect words You stopped at step 2
choose devices
choose plan
expect page plan
expect words Begun, stopped at step 2
choose step:*:remote-shell-open
expect page step
expect words Go on where you stopped: 2 of
choose walk
expect words Step 2 of
choose next
in the app: close-telnet at 192.168.77.23
choose next
expect page recheck
expect words Closed, checked at
choose stop-here
expect page devices
