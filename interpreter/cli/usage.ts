/** What `-h` and mistakes in the command line print. */
export const usageLine = (program: string): string => `usage: ${program} [option] ... [-c cmd | -m mod | file | -] [arg] ...`;

export const HELP = `\
-b     : warn where bytes are taken for text (-bb: an error)
-B     : write no .pyc files; also PYTHONDONTWRITEBYTECODE=x
-c cmd : run this text; what follows are its arguments
-d     : debug in sys.flags
-E     : pay no attention to PYTHON* in the environment
-h     : print this and exit; also -? and --help
-i     : ask for statements after the program, or without a terminal; also PYTHONINSPECT=x
-I     : -E, -P and -s together
-m mod : run a module as a program
-O     : no assert, __debug__ is False; also PYTHONOPTIMIZE=x
-OO    : the same, and no docstrings
-P     : nothing in front of the library in sys.path; also PYTHONSAFEPATH=x
-q     : no banner
-s, -S : no_user_site and no_site in sys.flags; -S leaves out exit(), help() and their kin
-u     : write output at once; also PYTHONUNBUFFERED=x
-v     : tell of every import; also PYTHONVERBOSE=x
-V     : print the version and exit; also --version
-W arg : a warning filter, action:message:category:module:lineno; also PYTHONWARNINGS=arg
-x     : skip the first line of the file
-X opt : an entry of sys._xoptions: dev, int_max_str_digits=N, utf8
file   : run a file, compiled or not, or the __main__.py of a folder or archive
-      : run standard input; without a terminal the default
`;
