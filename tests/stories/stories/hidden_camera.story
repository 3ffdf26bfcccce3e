title: A camera in the bedroom that nobody claims
start: home
house: 192.168.77.1 192.168.77.24

choose home
choose no
answer anyone-minds no, computer mine, router mine
choose level:look
type This is my home, or the person whose home it is asked me to look.
choose show
choose device:* ~ camera
choose own
choose answer:I do not know
choose stop
choose find
expect page which-is-it
expect not offered unplug
expect offered hidden
choose not-mine
expect page not-known-yet
choose hidden
answer phone no, phone-code no, photos no
expect page step
expect words Do not touch it, move it or cover it. Do not unplug it
expect words Photograph it only if that is no risk to you
expect words Leave the room as you usually do
expect words Call the police or a help line from another place
choose done
expect page not-known-yet
expect words Leave it where it is. Do not unplug or move it
choose stop
expect page device
expect not offered steps
choose find
expect not offered unplug
choose mine
expect page device
expect words You know this device
