// What every page of nobody does: whoever has signed out here is forgotten.

import { forgetWhoSignedOut } from "./leaving.js";

forgetWhoSignedOut();
