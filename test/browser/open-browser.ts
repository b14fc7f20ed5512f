import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
} from "playwright-core"

/** How somebody comes to the pages. */
export type Visitor = {
  /** Language of the browser, such as `fr-CA`. */
  readonly language?: string
  readonly isScriptAllowed?: boolean
  readonly width?: number
  readonly height?: number
  /** Pixels of the screen for one of the page: 2 with half the width is what zoom at 200 % does. */
  readonly pixelRatio?: number
  readonly prefersDark?: boolean
  /** For checks that add a script or a style to the page. What the policy forbids is not noticed then. */
  readonly bypassPolicy?: boolean
  /** For tests that let the page's time pass faster, with `page.clock`. */
  readonly hasOwnClock?: boolean
}

/** A page with what went wrong in it. */
export type Visit = {
  readonly page: Page
  readonly context: BrowserContext
  /** Violations of the content security policy, failed scripts and errors in the console. */
  readonly complaints: string[]
  /** Ends the visit. Nothing of it is left for the next visitor. */
  readonly leave: () => Promise<void>
}

/** Starts Chromium without a window. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ["--force-color-profile=srgb", "--disable-lcd-text"],
    // Without a locale Chromium saves no file under a name with an accent.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  })

/** A visitor without cookies, history and anything stored, with an empty page that `leave` closes at the end. */
export async function visit(browser: Browser, visitor: Visitor = {}): Promise<Visit> {
  const { width = 1280, height = 720, pixelRatio = 1, hasOwnClock = false } = visitor
  const kind = {
    locale: visitor.language ?? "en-CA",
    javaScriptEnabled: visitor.isScriptAllowed ?? true,
    viewport: { width, height },
    deviceScaleFactor: pixelRatio,
    colorScheme: visitor.prefersDark === true ? ("dark" as const) : ("light" as const),
    reducedMotion: "no-preference" as const,
    bypassCSP: visitor.bypassPolicy ?? false,
  }
  const empty = emptyContexts(browser, JSON.stringify(kind))
  const context = (hasOwnClock ? undefined : empty.pop()) ?? (await newContext(browser, kind))
  const page = await context.newPage()
  if (hasOwnClock) await page.clock.install()
  const complaints: string[] = []
  page.on("pageerror", ({ message }) => complaints.push(message))
  // Chromium writes each violation of the policy to the console, and each answer over 399 too, which pages may be.
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text())
    }
  })
  const leave = async () => {
    // A clock stays with a context.
    if (hasOwnClock) return context.close()
    await forget(page, context)
    empty.push(context)
  }
  return { page, context, complaints, leave }
}

/** A context with a page that stays: Chromium takes longer to open a window than a second page in it. */
async function newContext(browser: Browser, kind: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(kind)
  await context.newPage()
  return context
}

const empties = new WeakMap<Browser, Map<string, BrowserContext[]>>()

/**
 * Contexts of a kind that their visitors have left. The next one finds the programs of the pages compiled there, which
 * takes a new context as long as all the rest of a page, and nothing else.
 */
function emptyContexts(browser: Browser, kind: string): BrowserContext[] {
  const kinds = empties.get(browser) ?? new Map<string, BrowserContext[]>()
  empties.set(browser, kinds)
  const contexts = kinds.get(kind) ?? []
  kinds.set(kind, contexts)
  return contexts
}

/** Takes everything out of a context that its visitor brought in. */
async function forget(page: Page, context: BrowserContext): Promise<void> {
  const { origin } = new URL(page.url())
  // Pages of the disk and empty ones have no origin.
  if (origin !== "null") {
    const session = await context.newCDPSession(page)
    await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" })
  }
  for (const one of context.pages().slice(1)) await one.close()
  await context.clearCookies()
  await context.setOffline(false)
}

/** Connection and processor of a cheap phone: 1.6 Mbit/s with 150 ms there and back, and a fourth of the speed. */
export async function slowDown({ page, context }: Visit): Promise<CDPSession> {
  const session = await context.newCDPSession(page)
  await session.send("Network.enable")
  // The visitor has never been here.
  await session.send("Network.setCacheDisabled", { cacheDisabled: true })
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  })
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 })
  return session
}
