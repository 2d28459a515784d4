//! What dissatisfaction costs, with the formula beside each number.
