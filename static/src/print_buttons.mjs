// A button with data-print opens the browser's print dialogue. It is hidden in the markup until this runs.
export function startPrintButtons() {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}
