"""The commands of the command line: each takes the library and the arguments and prints; none needs Qt or a display."""
