/** The page against a pretend box: http://127.0.0.1:5080/#t=once (code 123456 without the ticket). */
import { PretendBox } from './box.mjs';
import { video } from './media.mjs';

const film = video('film', 90);
const port = await new PretendBox(() => film).listen(Number(process.env.PORT ?? 5080));
console.log(`http://127.0.0.1:${port}/#t=once`);
