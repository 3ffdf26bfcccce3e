title: The owner of everything practises: a first door closed, and the whole list read
start: demo
house: everything

choose look
choose show
choose plan
choose step:*:open-to-the-internet
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose small
choose nothing
expect page devices
choose ways
expect page ways-in
choose nothing
choose done
expect page done
