"""The tables of the wire: which elements each request may carry, in which order, and how answers are laid out."""
