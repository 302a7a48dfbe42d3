/**
 * Reporter for Vitest that ends a run with one line, `412 passed, 0 failed`, and names what was skipped. A file that does
 * not load, a set-up that throws and an error outside of any test count as failed, each once.
 */
export default class ClosingLine {
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) count[test.result().state] += 1;
    }
    const skipped = count.skipped + count.pending;
    process.stdout.write(
      `\n${count.passed} passed, ${count.failed} failed${skipped > 0 ? ` (${skipped} skipped)` : ''}\n`,
    );
  }
}
