import { createRequire, enableCompileCache, flushCompileCache, registerHooks } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { beginSuite, endSuite } from "./suite-globals.mjs"

const globalsUrl = new URL("./suite-globals.mjs", import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "@jest/globals"
      ? { url: globalsUrl, format: "module", shortCircuit: true }
      : next(specifier, context),
})
// Node.js keeps here what it compiled, and the types that it took out, by content.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/tests"))

/** Where jest-circus keeps the tests and listeners of the suite that it runs. */
const circusState = /^(JEST_STATE_SYMBOL|EVENT_HANDLERS)$/

/**
 * Loads suites as Node.js loads any program, instead of jest's own loader. That one gives each suite a realm, and
 * loads zod, the SDKs and the code under test anew in it: nine tenths of what a small suite took.
 * Suites of a worker share their modules. `native-environment.mjs` puts back what a suite changes of the process.
 */
export default class NodeRuntime {
  /** The part of jest that declares and runs tests: fresh for each suite, for it keeps them. */
  requireInternalModule(path) {
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
      if (circusState.test(symbol.description)) delete globalThis[symbol]
    }
    const require = createRequire(import.meta.url)
    delete require.cache[path]
    return require(path)
  }
  setGlobalsForRuntime(globals) {
    beginSuite(globals)
  }
  unstable_shouldLoadAsEsm() {
    return true
  }
  async unstable_importModule(path) {
    await import(pathToFileURL(path).href)
  }
  requireModule(path) {
    return createRequire(import.meta.url)(path)
  }
  getSourceMaps() {
    return new Map()
  }
  getAllCoverageInfoCopy() {}
  enterTestCode() {}
  leaveTestCode() {}
  teardown() {
    endSuite()
    // Node.js would write it when the worker ends. Jest kills a worker that takes half a second for that.
    flushCompileCache()
  }
}
