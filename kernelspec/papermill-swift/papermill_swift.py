"""Parameters of papermill as Swift.

papermill writes a cell with the values it was given behind the cell with the tag `parameters`. In Swift a value has a
type, and the cells below are compiled for the one in the parameters cell: with `let rate: Float = 0.1` there, the value
0.5 has to be a `Float` too, and with `let rate = 0.1` the value 1 has to be a `Double`. So each value is given the type
that the parameters cell declares, and where it declares none, the one that the value itself suggests.
"""

import math
import re
from contextvars import ContextVar

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

KEYWORDS = set(
    "as associatedtype break case catch class continue default defer deinit do else enum extension fallthrough false "
    "fileprivate for func guard if import in init inout internal is let nil operator precedencegroup private protocol "
    "public repeat rethrows return self Self static struct subscript super switch throw throws true try typealias var "
    "where while".split()
)
NUMBERS = r"(?:U?Int(?:8|16|32|64|128)?|Float(?:16|32|64)?|Double)"
DECLARATION = re.compile(r"\s*(?:public\s+)?(let|var)\s+(`?)(\w+)\2\s*(?::\s*([^=]+?)\s*)?=(?!=)\s*(.*)")

# What the parameters cell declares: papermill inspects it just before it has the values written.
declared: ContextVar[dict[str, tuple[str, str | None]]] = ContextVar("declared", default={})


class SwiftTranslator(Translator):
    @classmethod
    def translate(cls, val, typed=True):
        """The value as a literal.

        `typed` tells whether the place where it stands has a type that is not `Any`, so that it need not tell its own.
        """
        if val is None:
            return "nil"
        if isinstance(val, bool):
            return "true" if val else "false"
        if isinstance(val, int):
            return str(val)
        if isinstance(val, float):
            return translated_float(val, typed)
        if isinstance(val, list | tuple | dict):
            return cls.translate_collection(val, typed)
        return quoted(str(val))

    @classmethod
    def translate_collection(cls, val, typed):
        kind = type_of(val)
        holds_any = "Any" in kind
        if isinstance(val, dict):
            integers = has_integer_keys(val)
            items = [
                f"{key if integers else quoted(str(key))}: {cls.translate(item, not holds_any)}"
                for key, item in val.items()
            ]
            literal = f"[{', '.join(items) or ':'}]"
        else:
            literal = f"[{', '.join(cls.translate(item, not holds_any) for item in val)}]"
        return literal if typed else f"{literal} as {kind}"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        known = declared.get()
        declared.set({})
        lines = [cls.comment(comment)]
        for name, value in parameters.items():
            keyword, kind = known.get(name, ("let", None))
            shown = f"`{name}`" if name in KEYWORDS else name
            lines.append(f"{keyword} {shown}: {kind or type_of(value)} = {cls.translate(value)}")
        return "\n".join(lines) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        parameters, found = [], {}
        for line in parameters_cell["source"].splitlines():
            code, comment = split_comment(line)
            match = DECLARATION.fullmatch(code.rstrip(" \t;"))
            if not match:
                continue
            keyword, _, name, kind, default = match.groups()
            kind = kind or type_of_literal(default)
            found[name] = (keyword, kind)
            parameters.append(Parameter(name=name, inferred_type_name=kind or "None", default=default, help=comment))
        declared.set(found)
        return parameters


class Engine(NBClientEngine):
    """papermill's own engine."""


def quoted(text: str) -> str:
    def escaped(character: str) -> str:
        if character in '"\\':
            return "\\" + character
        if character in "\n\r\t":
            return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
        # Line and paragraph separators among them, at which an editor may break the line.
        if not character.isprintable() and character != " ":
            return f"\\u{{{ord(character):X}}}"
        return character

    return '"' + "".join(map(escaped, text)) + '"'


def translated_float(value: float, typed: bool) -> str:
    owner = "" if typed else "Double"
    if math.isnan(value):
        return f"{owner}.nan"
    if math.isinf(value):
        return f"{'-' if value < 0 else ''}{owner}.infinity"
    return repr(value)


def has_integer_keys(values: dict) -> bool:
    return bool(values) and all(isinstance(key, int) and not isinstance(key, bool) for key in values)


def type_of(value) -> str:
    """The type that a value suggests: `[Double?]` for `[1, 2.5, None]`, `[String: Any]` for mixed ones."""
    if value is None:
        return "Any?"
    if isinstance(value, bool):
        return "Bool"
    if isinstance(value, int):
        return "Int"
    if isinstance(value, float):
        return "Double"
    if isinstance(value, dict):
        return f"[{'Int' if has_integer_keys(value) else 'String'}: {common_type(list(value.values()))}]"
    if isinstance(value, list | tuple):
        return f"[{common_type(value)}]"
    return "String"


def common_type(values) -> str:
    kinds = {type_of(value) for value in values if value is not None}
    optional = "?" if any(value is None for value in values) else ""
    if kinds == {"Int", "Double"}:
        kinds = {"Double"}
    return (kinds.pop() if len(kinds) == 1 else "Any") + optional


def type_of_literal(text: str) -> str | None:
    """The type that Swift gives a variable whose value is written so, where that is plain to see."""
    text = text.strip()
    if re.fullmatch(r"-?\d[\d_]*|-?0[xbo][\da-fA-F_]+", text):
        return "Int"
    if re.fullmatch(r"-?\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?", text):
        return "Double"
    if text in ("true", "false"):
        return "Bool"
    if re.fullmatch(r'"([^"\\]|\\.)*"', text):
        return "String"
    if match := re.fullmatch(rf"({NUMBERS})\([^()]*\)", text):
        return match[1]
    if match := re.fullmatch(r"\[([^\[\]\"]+)\]", text):
        kinds = {type_of_literal(item) for item in match[1].split(",") if item.strip()}
        if kinds == {"Int", "Double"}:
            kinds = {"Double"}
        kind = kinds.pop() if len(kinds) == 1 else None
        return kind and f"[{kind}]"
    return None


def split_comment(line: str) -> tuple[str, str]:
    """The line's code and the text behind `//`, which may also stand in a string."""
    match = re.match(r'((?:[^"/]|"(?:[^"\\]|\\.)*"|/(?!/))*)(?://+\s*(.*))?$', line)
    return (match[1], (match[2] or "").strip()) if match else (line, "")


papermill_translators.register("swift", SwiftTranslator)
