title: Nothing is found
start: home
house: 192.168.77.1 192.168.77.42 192.168.77.43

choose home
choose no
answer anyone-minds no, computer mine, router mine
choose level:look
type This is my home, or the person whose home it is asked me to look.
choose show
expect page devices
expect words Nothing answered that looks like a camera or a doorbell. That does not mean there is none.
expect words Cameras that sleep or live only in an app do not answer
expect words 2 phones and computers
expect no words iPhone
expect words No camera answered. One that was asleep, off or on another network cannot be seen this way
expect no words safe
expect no words secure
expect offered add
choose summary
