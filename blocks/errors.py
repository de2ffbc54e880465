"""What goes wrong while a mail is built.

BlockError (ValueError)
├── NodeError       a kind built MJML that the schema of tags does not allow
├── MergeError      stored segments cannot be read
├── CodeError       a code that no barcode of its sort can say
├── OverlayRefused  JSON from outside that cannot be read in one way (stands in `strict_json`)
└── CompileError    the compiler refused a block
"""

from __future__ import annotations


class BlockError(ValueError):
    """The root of this package's errors."""


class NodeError(BlockError):
    """A tag, parent, attribute, colour or unit that the schema of tags does not know."""


class MergeError(BlockError):
    """Segments whose stored form is not ours."""


class CodeError(BlockError):
    """Letters, length or check digit do not fit the barcode asked for."""


class CompileError(BlockError):
    """No mail can be made of these blocks. block_id names the cause, "" the mail as a whole."""

    def __init__(self, block_id: str, message: str) -> None:
        super().__init__(f"{block_id or 'mail'}: {message}")
        self.block_id = block_id
        self.message = message
