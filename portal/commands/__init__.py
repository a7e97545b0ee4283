"""One module per subcommand of `portal`: NAME, HELP, configure(parser), run(arguments) -> exit code."""
