title: The owner of everything practises: the whole list, one after the other
start: demo
house: everything

choose look
choose show
choose plan
choose step:*:open-to-the-internet
choose step
choose pretend*
expect words Closed, checked at
choose on
choose step:*:not-yet-set-up
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose step:*:onvif-answers-without-login
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose step:*:video-without-login
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose step:*23:remote-shell-open
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose step:*:homekit-open-to-pairing
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose step:*:login-sent-readable
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose step:*:matter-pairing-window-open
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose step:*:settings-without-login
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
choose step:*:flaw-attackers-use
choose step
choose pretend*
expect page recheck
expect words Closed, checked at
choose on
expect page plan
