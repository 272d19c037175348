/** Modules of Python itself that have classes. */
const MODULES = new Set(
  `abc argparse array ast asyncio bdb builtins bz2 cProfile calendar cmd code codecs codeop collections
concurrent configparser contextlib contextvars copy csv ctypes dataclasses dbm decimal difflib dis
doctest email encodings enum filecmp fileinput fractions ftplib functools gettext graphlib gzip hmac
html http imaplib imp importlib inspect io ipaddress json locale logging lzma mailbox
multiprocessing netrc nt numbers optparse os pathlib pdb pickle pickletools pkgutil plistlib poplib
posix pprint profile pstats pydoc queue random re runpy sched secrets selectors shelve shlex shutil
signal smtplib socket socketserver sqlite3 ssl statistics string struct subprocess symtable sys
tarfile tempfile textwrap threading timeit tkinter tokenize trace traceback tracemalloc types typing
unittest urllib uuid warnings wave weakref webbrowser wsgiref xml xmlrpc zipfile zipimport zoneinfo`.split(
    /\s+/,
  ),
);

/** Whether a name such as `ctypes.CDLL` belongs to Python itself. Modules with an underscore do, but `__main__` is a script. */
export function isPythons(global: string): boolean {
  const [module] = global.split('.');
  return MODULES.has(module) || (module.startsWith('_') && module !== '__main__');
}
