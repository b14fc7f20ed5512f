// The suites of pages without the console share one Chromium, too.
import "./pages/counsel-page.ts"
import "./pages/evidence-page.ts"
import "./pages/letter-page.ts"
import "./pages/operator-page.ts"
import "./pages/page-checks.ts"
import "./pages/recipient-page.ts"
import "./pages/recipient-page-accessibility.ts"
import "./pages/view-page.ts"
