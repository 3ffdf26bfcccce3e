title: A frightened person on a computer that someone else has used
start: home
house: nothing is ever asked

expect page start
expect words If someone may be watching this computer or this wifi, use a different device that they have never had
expect words Nothing is sent until you say so
choose home
expect page leaving
expect words Ctrl+C leaves at once
choose yes
expect page turn-the-screen
expect words Read in silence
choose on
answer anyone-minds yes, danger not-sure, computer shared
expect page branch-computer
expect words Stop here if you can
expect words A library, a workplace or a friend may have another one
expect words 999
expect offered leave
choose on
answer home mine, living yes, phone yes, phone-code not-sure, photos rather-not-say, children no, court no, lost-access angry
expect page country
choose Scotland
expect page check-answers
choose on
expect page what-is-open
expect words Stop here if you can
expect words 999
expect words A look for devices on this wifi
choose branch:computer
expect page branch-computer
expect words A library, a workplace or a friend may have another one
back
choose people
back
choose on
expect page reading
expect words Nothing is sent while you read
choose add
choose doorbell
type ring
expect page name-it
type Front door
expect page device
choose ways
expect page ways-in
expect offered nothing
choose access
expect page photo-advice
expect offered nothing
choose on
expect page step
expect words Could the other person notice?
expect words Choose Settings, not the live picture
choose done
expect page ways-in
expect nothing sent
