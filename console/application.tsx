import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { StrictMode } from "react"
import { I18nProvider } from "react-aria-components"
import type { Root } from "react-dom/client"
import { BrowserRouter } from "react-router"
import { sessionIn, sessionKey } from "./api/session.ts"
import { isWorthAnotherTry } from "./api/turn-outcome.ts"
import { SessionGate } from "./frame/session-gate.tsx"
import { LanguageProvider, useLanguage } from "./language/language-provider.tsx"
import type { SpokenLanguage } from "./language/messages.ts"
import { beginPage, Pages } from "./pages.tsx"

/** Without `always`, a browser that knows that it is offline would wait, and the page would not say why. */
const trying = { networkMode: "always", retry: isWorthAnotherTry } as const

const queries = new QueryClient({
  defaultOptions: { queries: { ...trying, staleTime: 2_000, refetchOnReconnect: true }, mutations: trying },
})

/**
 * Begins to load the page that the address names, and gives what shows the console.
 *
 * @param answer about the session. Undefined if there is none: the console asks again, and says why
 * @param asked what the hub will answer about the case of the address
 */
export async function beginConsole(
  answer: Response | undefined,
  asked: Promise<Response> | undefined,
): Promise<(root: Root, first: SpokenLanguage) => void> {
  if (answer?.ok === true) {
    beginPage(queries, window.location.pathname, asked)
    queries.setQueryData(sessionKey, await sessionIn(answer))
  }
  return (root, first) =>
    root.render(
      <StrictMode>
        <LanguageProvider first={first}>
          <Application />
        </LanguageProvider>
      </StrictMode>,
    )
}

/** The console: everything that a page needs, around the pages. */
function Application() {
  const { language } = useLanguage()
  return (
    <I18nProvider locale={`${language}-CA`}>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename="/desk">
          <SessionGate>
            <Pages />
          </SessionGate>
        </BrowserRouter>
      </QueryClientProvider>
    </I18nProvider>
  )
}
