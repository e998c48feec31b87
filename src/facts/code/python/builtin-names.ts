/** Names that every Python module has without declaring them. */
const BUILTINS: ReadonlySet<string> = new Set(
  `abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr
  dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance
  issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed
  round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__ __name__ __file__ __doc__ __build_class__
  reveal_type display get_ipython`.split(/\s+/),
);

/** Built-in functions, types and exceptions. */
export const isKnownName = (name: string): boolean =>
  BUILTINS.has(name) ||
  /^(?:[A-Z]\w*(?:Error|Warning|Exception|Exit|Interrupt|Iteration|Group)|Ellipsis|NotImplemented)$/.test(name);
