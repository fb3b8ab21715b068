"""What every component shares: its type token, how children are parented, and how its outputs are published."""

from typing import Any

import pulumi


class Component(pulumi.ComponentResource):
    """A capability of the platform.

    Subclasses declare their outputs as class annotations of type `pulumi.Output[...]`, set each one in `__init__`, and
    call `publish()` last.

    Attributes:
        child: options for every child resource: parented to this component, and depending on what it depends on.
    """

    outputs_declared: tuple[str, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if any(isinstance(declared, str) for declared in cls.__annotations__.values()):
            # As text they could not be told from other attributes, and every output would be lost in silence.
            raise TypeError(f"{cls.__name__}: remove `from __future__ import annotations` from {cls.__module__}")
        cls.outputs_declared = tuple(
            name
            for name, declared in cls.__annotations__.items()
            if getattr(declared, "__origin__", None) is pulumi.Output
        )

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(f"strata:index:{type(self).__name__}", name, None, opts)
        # Pulumi holds back only the component itself for what it depends on, not its children.
        self.child = pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on if opts else None)

    def child_with(self, **options: Any) -> pulumi.ResourceOptions:
        """Options for a child that needs more than its parent, e.g. `depends_on` or `protect`."""
        return pulumi.ResourceOptions.merge(self.child, pulumi.ResourceOptions(**options))

    def publish(self) -> None:
        """Register every declared output.

        Raises:
            AttributeError: an output is declared but was never set.
        """
        missing = [name for name in self.outputs_declared if name not in self.__dict__]
        if missing:
            raise AttributeError(f"{type(self).__name__}.{missing[0]} is declared but never set")
        self.register_outputs({name: self.__dict__[name] for name in self.outputs_declared})
