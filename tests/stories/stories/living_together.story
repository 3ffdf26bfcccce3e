title: Living with the other person: a look, and proof, and no change
start: home
house: 192.168.77.1 192.168.77.23

choose home
choose no
answer anyone-minds yes, danger no, computer mine, home mine, living yes, noticed yes, router mine, phone no, phone-code no, photos no, children no, court no, lost-access angry
choose Wales
expect page check-answers
choose on
