"""What can be wrong with a provider or its answers."""


class ProviderProblem(Exception):  # noqa: N818 - a finding with its sentence, not a defect
    """The provider cannot be used or believed; `str` is one sentence for whoever signs in or sets it up."""
