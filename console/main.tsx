import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { Application } from "./application.tsx"
import "./styles.css"

const place = document.getElementById("console")
if (place === null) throw new Error("The page has no place for the console")
// A browser may keep a page that is left, and show it again on Back, even after a sign-out. It then starts anew.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) window.location.reload()
})
createRoot(place).render(
  <StrictMode>
    <Application />
  </StrictMode>,
)
