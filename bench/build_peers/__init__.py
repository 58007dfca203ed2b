"""The generators of sites that users would pick instead, and how `make bench` measures them."""
