title: Client isolation: the gateway answers, and nobody else
start: home
house: 192.168.77.1

choose home
choose no
answer anyone-minds no, computer mine, router mine
choose level:look
type This is my home, or the person whose home it is asked me to look.
choose show
expect page devices
expect words Only the router answered
expect words Your wifi may hide devices from each other
expect offered add
choose done
