//! What drives satisfaction: shares of the explained variance by predictor.
