import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { BrowserRouter } from "react-router"
import { ApiProblem } from "./api/api-problem.ts"
import { SessionGate } from "./frame/session-gate.tsx"
import { LanguageProvider } from "./language/language-provider.tsx"
import { Pages } from "./pages.tsx"

/** A refusal stays a refusal. A lost connection and a busy hub are worth another try. */
function isWorthAnotherTry(failures: number, error: Error): boolean {
  return failures < 3 && (!(error instanceof ApiProblem) || error.status >= 500)
}

/** Without `always`, a browser that knows that it is offline would wait, and the page would not say why. */
const trying = { networkMode: "always", retry: isWorthAnotherTry } as const

const queries = new QueryClient({
  defaultOptions: { queries: { ...trying, staleTime: 2_000, refetchOnReconnect: true }, mutations: trying },
})

/** The console: everything that a page needs, around the pages. */
export function Application() {
  return (
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename="/desk">
          <SessionGate>
            <Pages />
          </SessionGate>
        </BrowserRouter>
      </QueryClientProvider>
    </LanguageProvider>
  )
}
