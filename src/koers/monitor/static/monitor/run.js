// Shows how far a run is, every two seconds, until it has ended; without scripts there is a link.
const part = document.querySelector("[data-run-now]");
if (part) {
  const look = async () => {
    try {
      const answer = await fetch(part.dataset.runNow, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        const text = await answer.text();
        if (text !== part.lastText) part.innerHTML = part.lastText = text;
      }
    } catch {
      // The server cannot be reached: at the next look.
    }
    if (part.querySelector("[data-look-again]")) setTimeout(look, 2000);
    else location.reload(); // what can be done now stands on the whole page
  };
  setTimeout(look, 1000);
}
