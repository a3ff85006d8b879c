// A button with data-copy="text" copies that text and says so. It is hidden in the markup until this runs.
const SAID_FOR_MILLISECONDS = 4000

export function startCopyButtons() {
  if (!navigator.clipboard) return
  for (const button of document.querySelectorAll('[data-copy]')) {
    const label = button.textContent
    const announcement = button.parentElement.querySelector('[data-copy-announcement]')
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy)
      button.textContent = 'Copied'
      if (announcement) announcement.textContent = `Copied ${button.dataset.copyName || ''}`.trim()
      setTimeout(() => {
        button.textContent = label
        if (announcement) announcement.textContent = ''
      }, SAID_FOR_MILLISECONDS)
    })
  }
}
