"""A pretend home of protocol-faithful devices: the demo, and the tests' neighbours.

Written from the protocols and never from our own clients: nothing here imports discover, probes,
identify or vendors. State is real: what is switched off really stops answering.
"""
