// What a Content-Security-Policy refuses is an error of the page's.
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  reportError(new Error(`refused: ${violatedDirective} ${blockedURI}`))
})
