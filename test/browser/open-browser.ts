import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core"

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
}

/** Starts Chromium without a window. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ["--force-color-profile=srgb", "--disable-lcd-text"] })

/** A visitor without cookies and history, with an empty page. Close its `context` at the end. */
export async function visit(browser: Browser, visitor: Visitor = {}): Promise<Visit> {
  const { width = 1280, height = 720, pixelRatio = 1 } = visitor
  const context = await browser.newContext({
    locale: visitor.language ?? "en-CA",
    javaScriptEnabled: visitor.isScriptAllowed ?? true,
    viewport: { width, height },
    deviceScaleFactor: pixelRatio,
    colorScheme: visitor.prefersDark === true ? "dark" : "light",
    reducedMotion: "no-preference",
    bypassCSP: visitor.bypassPolicy ?? false,
  })
  const page = await context.newPage()
  if (visitor.hasOwnClock === true) await page.clock.install()
  const complaints: string[] = []
  page.on("pageerror", ({ message }) => complaints.push(message))
  // Chromium writes each violation of the policy to the console, and each answer over 399 too, which pages may be.
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text())
    }
  })
  return { page, context, complaints }
}

/** Connection and processor of a cheap phone: 1.6 Mbit/s with 150 ms there and back, and a fourth of the speed. */
export async function slowDown({ page, context }: Visit): Promise<CDPSession> {
  const session = await context.newCDPSession(page)
  await session.send("Network.enable")
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  })
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 })
  return session
}
