// Every page works without this file; it only makes things quicker. No inline script is used anywhere, so that
// the content security policy needs neither a nonce nor a hash.
import {
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  ServiceNavigation,
  SkipLink,
  createAll
} from 'govuk-frontend'

import { startCopyButtons } from './copy_buttons.mjs'
import { startMeaning } from './meaning.mjs'
import { startPrintButtons } from './print_buttons.mjs'
import { startSearchShortcut } from './search_shortcut.mjs'
import { startSessionWarning } from './session_warning.mjs'
import { startUserMenu } from './user_menu.mjs'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

createAll(Button)
createAll(CharacterCount)
// Both take the focus; what has to be put right comes last and so keeps it.
createAll(NotificationBanner)
createAll(ErrorSummary)
createAll(ServiceNavigation)
createAll(SkipLink)

startCopyButtons()
startMeaning()
startPrintButtons()
startSearchShortcut()
startSessionWarning()
startUserMenu()
