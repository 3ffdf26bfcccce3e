title: Only talking: to one guided answer, and the card of its make
start: home
house: nothing is ever asked

choose home
choose no
answer anyone-minds no, computer mine, router mine
expect page before
expect words Nothing is sent. You name your devices yourself
choose read
expect page reading
choose add
choose doorbell
type ring
type Front door
expect page device
choose ways
expect page ways-in
choose first
choose answer:Not all of it
choose answer:It is mine
choose answer:Someone else
choose stop
expect page ways-in
expect words This device is tied to an account that you do not hold
expect nothing sent
