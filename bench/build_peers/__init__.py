"""Alternative site generators, and how `make bench` measures them."""
