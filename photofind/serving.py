"""The servers of a library: adding, removing and trying those that the person describes with."""

from __future__ import annotations

from collections.abc import Callable

from photofind.captioning import remote_address, remote_protocol, servers
from photofind.errors import UsageError
from photofind.records import Model, Reach, ServerTrial
from photofind.settings import Settings


class Serving:
    """What a person can do with servers. Only ``attempt`` sends anything.

    Args:
        settings: the settings of now.
        change: changes and keeps settings.
        models: the models of now.
        changed: called when the model in use became another one or went.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        change: Callable[..., Settings],
        models: Callable[[], list[Model]],
        changed: Callable[[], None],
    ) -> None:
        self._settings, self._change, self._models, self._changed = settings, change, models, changed

    def add(self, url: str, model: str, name: str = "", key: str = "", slots: int = 0) -> Model:
        """Add a server, or change the one of that name; nothing is sent to it before it is chosen.

        Raises:
            UsageError: the address, key or number can't be used, or the name is taken.
        """
        new = servers.server(url, model, name, key, slots)
        mine = self._settings().servers
        taken = {known.name for known in self._models() if not known.remote}
        if new.name in taken:
            raise UsageError(f"the name “{new.name}” is taken", "give another with --name")
        self._change(servers=(*(other for other in mine if other.name != new.name), new))
        if self._settings().model == new.name:
            self._changed()
        return next(known for known in self._models() if known.name == new.name)

    def remove(self, name: str) -> bool:
        """Forget a server and its key, if there is one of that name; the captions that it made stay."""
        settings = self._settings()
        left = tuple(own for own in settings.servers if own.name != name)
        if len(left) == len(settings.servers):
            return False
        used = settings.model == name
        self._change(servers=left, model="" if used else settings.model)
        if used:
            self._changed()
        return True

    def attempt(
        self, url: str, model: str = "", key: str = "", cancelled: Callable[[], bool] = lambda: False
    ) -> ServerTrial:
        """Ask a server for its models and have a drawn sample picture described (see ``remote_trial.trial``)."""
        # Its HTTP client takes a while to import.
        from photofind.captioning.remote_trial import trial

        return trial(url, model, key, cancelled)

    def attempt_known(self, name: str, cancelled: Callable[[], bool] = lambda: False) -> ServerTrial:
        """``attempt`` with a server that was added.

        Raises:
            UsageError: there is none of that name.
        """
        for own in self._settings().servers:
            if own.name == name:
                return self.attempt(own.url, own.model, own.key, cancelled)
        raise UsageError(f"there is no server “{name}”", "photofind models lists the models; add-server adds one")

    @staticmethod
    def sample() -> bytes:
        """The picture that a trial sends, as a JPEG."""
        return remote_protocol.jpeg(remote_protocol.sample())

    @staticmethod
    def reach(url: str) -> Reach:
        """Who could read what is sent to an address (see ``remote_address.reach``)."""
        return remote_address.reach(url)

    @staticmethod
    def address(url: str) -> str:
        """An address as it will be used.

        Raises:
            UsageError: it is no address that can be used.
        """
        return remote_address.normal(url)
