"""Runs one of CPython's test files and says what becomes of each method, one JSON line each, at once.

    runner.py TEST_NAME SKIP ONLY [PATH PYCACHE]

The lines go to standard output behind the character RS, so that they are found in what tests print. SKIP is a file of method names, one a line, that must not
run: those of which an earlier run has already told, and the one that ended it; it may be ''. ONLY, if not '', is a part of the names of the
methods to run. PATH names directories, with colons between, that hold the package `test` and what stands in for C modules of the tests; compiled modules are kept below PYCACHE.
"""

import _thread
import json
import os
import sys
import traceback
import unittest


def last_line(err):
    """The exception as the last line of its traceback, and where the test saw it."""
    kind, value, tb = err
    try:
        text = traceback.format_exception_only(kind, value)[-1].strip()
    except BaseException as error:
        text = f"{kind.__name__} (its text raised {type(error).__name__})"
    lines = []
    while tb is not None:
        lines.append(f"{os.path.basename(tb.tb_frame.f_code.co_filename)}:{tb.tb_lineno}")
        tb = tb.tb_next
    return text[:2000], lines[-6:]


class Recorder(unittest.TestResult):
    def __init__(self, verbose):
        super().__init__()
        # What a test may replace for a while is remembered here.
        self.tell, self.dumps = os.write, json.dumps
        self.full = verbose
        self.outcome = None

    def write(self, **row):
        self.tell(1, b"\n\x1e" + self.dumps(row).encode() + b"\n")

    def record(self, test, status, err=None, message=None):
        row = {"test": name_of(test), "status": status}
        if err is not None:
            row["message"], row["lines"] = last_line(err)
            if self.full:
                try:
                    row["traceback"] = "".join(traceback.format_exception(*err))
                except BaseException as error:
                    row["traceback"] = f"(printing the traceback raised {error!r})"
        elif message is not None:
            row["message"] = str(message)[:300]
        self.write(**row)

    def startTest(self, test):
        self.testsRun += 1
        self.outcome = None
        self.write(test=name_of(test), status="start")

    def stopTest(self, test):
        if self.outcome is None:
            self.outcome = ("passed", None, None)
        status, err, message = self.outcome
        self.record(test, status, err, message)
        self.outcome = None

    def settle(self, test, status, err=None, message=None):
        """A method may report more than once (its body, its sub-tests, its clean-up): the worst counts."""
        if isinstance(test, unittest.suite._ErrorHolder):
            self.record(test, status, err, message)
            return
        rank = ["skipped", "passed", "failed", "error"]
        if self.outcome is None or rank.index(status) > rank.index(self.outcome[0]):
            self.outcome = (status, err, message)

    def addSuccess(self, test):
        self.settle(test, "passed")

    def addFailure(self, test, err):
        self.settle(test, "failed", err)

    def addError(self, test, err):
        self.settle(test, "error", err)

    def addSkip(self, test, reason):
        # A skipped class or module, and a skipped sub-test, report without a method of their own that runs.
        if self.outcome is None and not isinstance(test, unittest.suite._ErrorHolder):
            self.outcome = ("skipped", None, reason)

    def addExpectedFailure(self, test, err):
        self.settle(test, "passed")

    def addUnexpectedSuccess(self, test):
        self.settle(test, "failed", None, "unexpected success")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.settle(test, "failed" if issubclass(err[0], test.failureException) else "error", err)


def name_of(test):
    name = test.id()
    return name[5:] if name.startswith("test.") else name


def without(suite, wanted):
    """The suite with only the tests that are wanted."""
    kept = []
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            kept.append(without(test, wanted))
        elif wanted(name_of(test)):
            kept.append(test)
    return type(suite)(kept)


def main():
    name, skip, only, *directories = sys.argv[1:]
    sys.argv[1:] = []
    if directories:
        sys.path[1:1] = directories[0].split(":")
        sys.pycache_prefix = directories[1]
    from test import support

    # As regrtest without -u: nothing that needs the network, a sound card or minutes.
    support.use_resources = {}
    support.verbose = 0
    try:
        import _posixsubprocess
    except ImportError:
        support.has_subprocess_support = False
    from test.support import threading_helper

    try:
        _thread.start_new_thread(int, ())
    except RuntimeError:
        # What needs threads says so, and is skipped as on CPython's own platforms without them.
        threading_helper.can_start_thread = False
    skipped = set(open(skip, encoding="utf-8").read().splitlines()) if skip else set()
    suite = unittest.defaultTestLoader.loadTestsFromName("test." + name)
    suite = without(suite, lambda test: test not in skipped and only in test)
    result = Recorder(bool(only))
    result.write(status="loaded", count=suite.countTestCases())
    suite.run(result)
    result.write(status="done")


if __name__ == "__main__":
    main()
