import { Navigate, Route, Routes } from "react-router"
import { CasesPage } from "./cases/cases-page.tsx"
import { NoSuchPage } from "./frame/no-such-page.tsx"
import { SignedInAgainPage } from "./frame/signed-in-again-page.tsx"

/** Which page an address shows. */
export function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Navigate to="/cases" replace />} />
      <Route path="/cases" element={<CasesPage />} />
      <Route path="/signed-in-again" element={<SignedInAgainPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  )
}
