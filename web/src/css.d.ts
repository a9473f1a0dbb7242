// Stylesheets are imported for their effect; the build takes them up.
declare module "*.css";
