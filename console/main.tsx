import { askForCase, askForSession } from "./api/ask-session.ts"
import { chosenLanguage } from "./language/chosen-language.ts"
import { loadLanguage } from "./language/messages.ts"
import "./styles.css"

// A browser may keep a page that is left, and show it again on Back, even after a sign-out. It then starts anew.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) window.location.reload()
})

/** Loads what the visitor may see, while the library that draws it and the words are on their way. */
async function open(place: Element): Promise<void> {
  const drawing = import("react-dom/client")
  const speaking = loadLanguage(chosenLanguage())
  const asked = askForCase(window.location.pathname)
  const answer = await askForSession().catch(() => undefined)
  const showing =
    answer?.status === 401
      ? import("./frame/sign-in-page.tsx").then(({ showSignIn }) => showSignIn)
      : import("./application.tsx").then(({ beginConsole }) => beginConsole(answer, asked))
  const [{ createRoot }, language, show] = await Promise.all([drawing, speaking, showing])
  show(createRoot(place), language)
}

const place = document.getElementById("console")
if (place === null) throw new Error("The page has no place for the console")
await open(place)
