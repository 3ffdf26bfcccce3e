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
