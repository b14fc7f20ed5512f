import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { Application } from "./application.tsx"
import "./styles.css"

const place = document.getElementById("console")
if (place === null) throw new Error("The page has no place for the console")
createRoot(place).render(
  <StrictMode>
    <Application />
  </StrictMode>,
)
