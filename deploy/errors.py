"""Why Nudge is not deployed, in words that say what to do."""


class DeployError(Exception):
    """The message is for the person at the terminal."""


class MissingProgram(DeployError):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is missing. Install it and put it on the PATH.")


class NoCluster(DeployError):
    def __init__(self, said: str) -> None:
        super().__init__(f"No cluster answers. Start one, or say which by KUBECONFIG=file. kubectl says: {said}")


class OldCluster(DeployError):
    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"The cluster runs Kubernetes {found}; Nudge needs {wanted} or newer. Upgrade the cluster.")


class Lacking(DeployError):
    """Everything that is missing at once, so that nobody has to come back for the next."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("The cluster is not prepared:\n" + "\n".join(f"- {each}" for each in sentences))


class CommandFailed(DeployError):
    def __init__(self, command: str, said: str) -> None:
        super().__init__(f"{command} failed: {said}")


class NotHealthy(DeployError):
    def __init__(self, seconds: float, reasons: list[str]) -> None:
        listed = "\n".join(f"- {each}" for each in reasons)
        super().__init__(
            f"Not healthy after {seconds:.0f} s:\n{listed}\n`make status` shows more; `helm rollback` brings the version before back."
        )
