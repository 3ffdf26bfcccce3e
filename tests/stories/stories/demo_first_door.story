title: The owner of everything practises: the first door, closed and proven
start: demo
house: everything

choose look
choose show
choose plan
choose step:*:open-to-the-internet
expect page way-in
choose step
expect page step
choose pretend*
expect page recheck
expect words Closed, checked at
