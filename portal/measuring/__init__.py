"""Measuring the running product from outside, as its users meet it: figures that anyone can print again."""
