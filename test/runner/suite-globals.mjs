import { ModernFakeTimers } from "@jest/fake-timers"
import { ModuleMocker } from "jest-mock"

/** What suites import as `@jest/globals`. Modules stay from suite to suite, so each name leads to the present suite. */
let ofSuite = {}
const ofPresentSuite = (name) =>
  new Proxy(() => {}, {
    apply: (_target, _self, parts) => ofSuite[name](...parts),
    get: (_target, key) => ofSuite[name][key],
  })

export const [afterAll, afterEach, beforeAll, beforeEach, describe, expect, it] = [
  "afterAll",
  "afterEach",
  "beforeAll",
  "beforeEach",
  "describe",
  "expect",
  "it",
].map(ofPresentSuite)

const mocks = new ModuleMocker(globalThis)
const timers = new ModernFakeTimers({ config: { fakeTimers: {}, rootDir: process.cwd() }, global: globalThis })
const timeout = Symbol.for("TEST_TIMEOUT_SYMBOL")

/** The part of jest's object that suites use. */
export const jest = {
  fn: mocks.fn.bind(mocks),
  spyOn: mocks.spyOn.bind(mocks),
  restoreAllMocks: mocks.restoreAllMocks.bind(mocks),
  useFakeTimers: () => timers.useFakeTimers(),
  useRealTimers: () => timers.useRealTimers(),
  advanceTimersByTime: (milliseconds) => timers.advanceTimersByTime(milliseconds),
  setTimeout(milliseconds) {
    globalThis[timeout] = milliseconds
  },
}

/** What jest made for the suite that begins. */
export function beginSuite(globals) {
  ofSuite = globals
}

/** Puts back what a suite may have left replaced. */
export function endSuite() {
  ofSuite = {}
  mocks.restoreAllMocks()
  timers.dispose()
  delete globalThis[timeout]
}
